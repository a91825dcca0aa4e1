namespace PyConDemo.Workshop.ClassView;

/// <summary>The class that this clone's attendee has joined. It is kept in a file, so that one joins once.</summary>
/// <param name="Address">The host's address: http://192.168.1.20:5190.</param>
/// <param name="Id">This clone.</param>
internal sealed record ClassMembership(Uri Address, string Name, Guid Id)
{
    private const string FileName = "class.json";

    /// <param name="address">As the attendee has typed it.</param>
    /// <exception cref="InvalidInputException">The address or the name can't be used.</exception>
    public static ClassMembership Join(string folder, string address, string name)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InvalidInputException($"'{address}' is no address such as http://192.168.1.20:5190.");
        var membership = new ClassMembership(uri, name.Trim(), Read(folder)?.Id ?? Guid.NewGuid());
        if (!new AttendeeReport(membership.Name, [], null, null).IsValid)
            throw new InvalidInputException($"--name: a name has 1 to {AttendeeReport.MaxName} characters.");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(membership));
        return membership;
    }

    public static void Leave(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <returns>Null if no class was joined, or if the file is damaged.</returns>
    public static ClassMembership? Read(string folder)
    {
        try
        {
            var json = File.ReadAllText(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize<ClassMembership>(json) is { Address: not null, Name: not null } found
                ? found : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
