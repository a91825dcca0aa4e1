namespace PyConDemo.Workshop.Kit;

/// <summary>The folder of an offline kit. Everything is written into a new folder next to it, which replaces it at the
/// end: whoever interrupts this has the old kit or none, but never half of one.</summary>
internal sealed class KitFolder : IDisposable
{
    /// <summary>Files that the host adds by hand: an update keeps them.</summary>
    public const string AddedByHand = "sdk";

    private const string Marker = "made-by-pycondemo.txt";
    private readonly string _folder;

    private KitFolder(string folder) => _folder = folder;

    /// <summary>Where the new kit is written.</summary>
    public string Part => _folder + ".part";

    /// <summary>The kit that is replaced; null if there is none.</summary>
    public string? Earlier => IsKit(_folder) ? _folder : null;

    private string Old => _folder + ".old";

    /// <summary>Creates the folder that is written to, and deletes what an interrupted run left.</summary>
    /// <exception cref="InvalidInputException">The folder holds other files, or it can't be one.</exception>
    public static KitFolder Open(string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(folder) is null)
            throw new InvalidInputException($"{folder} is a whole drive. Name a folder on it, such as kit.");
        var kit = new KitFolder(folder);
        kit.FinishInterrupted();
        foreach (var each in (string[])[folder, kit.Part])
        {
            if (File.Exists(each)) throw new InvalidInputException($"{each} is a file. Choose another folder.");
            if (Directory.Exists(each) && Directory.EnumerateFileSystemEntries(each).Any() && !IsKit(each))
                throw new InvalidInputException($"{each} holds files, and it is no kit. Choose another folder.");
        }

        DeleteFolder(kit.Part);
        Directory.CreateDirectory(kit.Part);
        File.WriteAllText(Path.Combine(kit.Part, Marker),
            "PyConDemo's workshop has written this kit. `pack` with the same folder replaces all of it except "
            + $"{AddedByHand}/.\n");
        return kit;
    }

    /// <summary>Puts the new kit in the place of the old one.</summary>
    public void Complete()
    {
        if (Earlier is not null) Directory.Move(_folder, Old);
        else DeleteFolder(_folder); // it is empty
        Directory.Move(Part, _folder);
        FinishInterrupted();
    }

    /// <summary>Deletes what isn't complete.</summary>
    public void Dispose() => DeleteFolder(Part);

    /// <summary>Does what is left after the old kit was moved away: now, or after a kill.</summary>
    private void FinishInterrupted()
    {
        if (!IsKit(Old)) return;
        if (!IsKit(_folder))
        {
            Directory.Move(Old, _folder);
            return;
        }

        var (kept, target) = (Path.Combine(Old, AddedByHand), Path.Combine(_folder, AddedByHand));
        if (Directory.Exists(kept) && !Directory.Exists(target)) Directory.Move(kept, target);
        DeleteFolder(Old);
    }

    private static bool IsKit(string folder) => File.Exists(Path.Combine(folder, Marker));

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
