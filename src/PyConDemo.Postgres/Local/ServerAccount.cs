using PyConDemo.Folders;

namespace PyConDemo.Postgres.Local;

/// <summary>The account that runs the server: the current user (null), or another one if the current user is root,
/// because postgres and initdb refuse to run as root.</summary>
/// <param name="Id">The account's user id. For the current user this is its own.</param>
internal sealed record ServerAccount(string? Name, uint Id)
{
    public static ServerAccount CurrentUser { get; } = new(null, FileEntry.CurrentUser);

    public static async Task<ServerAccount> FindAsync(HostEnvironment environment, CancellationToken cancellationToken)
    {
        if (!environment.IsRoot) return CurrentUser;
        foreach (var name in new[] { "postgres", "nobody" })
        {
            var (exitCode, output) = await ProcessRunner.RunAsync("id", ["-u", name], CurrentUser, cancellationToken);
            if (exitCode == 0 && uint.TryParse(output, out var id)) return new(name, id);
        }

        throw new LocalServerException("PostgreSQL refuses to run as root, "
            + "and this machine has neither a user postgres nor nobody. Run as another user.");
    }

    /// <summary>True if there is nothing at the path, or what this process or the account made. False for links.
    /// </summary>
    public bool IsFreeOrOurs(string path) => PrivateFolder.IsFreeOrOurs(path, Id);

    /// <summary>Makes the account the owner of files or folders that root created.</summary>
    public async Task ChangeOwnerAsync(CancellationToken cancellationToken, params string[] paths)
    {
        if (Name is null) return;
        var (exitCode, output) = await ProcessRunner.RunAsync(
            "chown", ["-h", Name, .. paths], CurrentUser, cancellationToken);
        if (exitCode != 0) throw new LocalServerException($"root can't give {paths[0]} to user {Name}: {output}");
    }

    /// <summary>Deletes a folder as the account, so that a link in it can't make root delete other files.</summary>
    public async Task DeleteAsync(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.Delete(folder, recursive: true);
            else
                await ProcessRunner.RunAsync("rm", ["-rf", folder], this, CancellationToken.None);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
        }
    }
}
