using System.Text;

namespace PyConDemo.Folders;

/// <summary>Opens a folder in which no other user can have placed a file. In a directory like /tmp, where everybody may
/// write, another user can create our folder before us, or a link with its name. The link would lead this process,
/// which may be root's, to files elsewhere. Windows has no such directory, so nothing is checked there.</summary>
public static class PrivateFolder
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // PostgreSQL has no room for longer paths (MAXPGPATH is 1024), and it appends up to 100 bytes.
    private const int MaxBytes = 900;

    // Linux follows no more links in one path. The limit also ends a circle of links.
    private const int MaxLinks = 40;

    /// <summary>Creates the folder if it doesn't exist, and the folders above it. Nothing is created behind a link that
    /// another user can have made.</summary>
    /// <param name="mode">The mode of folders that this call creates.</param>
    /// <returns>The absolute path without symbolic links.</returns>
    /// <exception cref="FolderRefusedException">The path can't be used, or another user can change it.</exception>
    /// <exception cref="IOException">The folder can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">This process has no right to create the folder.</exception>
    public static string Open(string path, UnixFileMode mode = OwnerOnly)
    {
        if (Problem(path) is { } problem) throw new FolderRefusedException(problem);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(full).FullName;
        var links = 0;
        return Open(full, mode, ref links);
    }

    /// <summary>Why the text can't be the path of a folder, whatever the disk holds. Null if it can.</summary>
    public static string? Problem(string path)
    {
        if (path.Any(char.IsControl))
            return $"'{Visible(path)}' holds a control character";
        if (Encoding.UTF8.GetByteCount(path) > MaxBytes)
            return $"'{path[..40]}…' is longer than {MaxBytes} bytes";
        // A link without a target exists as a file, too.
        var isFile = File.Exists(path) && new FileInfo(path).LinkTarget is null;
        return isFile ? $"'{path}' is a file and not a folder" : null;
    }

    /// <summary>True if no link and nothing of another user is on the way from the folder to the path below it. The
    /// folder's owner counts as ours, because on a network drive all files may have one owner.</summary>
    public static bool Owns(string folder, string path)
    {
        if (OperatingSystem.IsWindows()) return true;
        var owner = FileEntry.Of(folder)?.Owner ?? FileEntry.CurrentUser;
        for (var part = path; part.Length > folder.Length; part = Path.GetDirectoryName(part)!)
            if (!IsFreeOrOurs(part, owner)) return false;
        return true;
    }

    /// <summary>True if there is nothing at the path, or a file or folder that this user, root or one of the others
    /// owns. False for links. The folder that it is in must be ours.</summary>
    public static bool IsFreeOrOurs(string path, params ReadOnlySpan<uint> others)
        => OperatingSystem.IsWindows() || FileEntry.Of(path) is not { } entry
            || (!entry.IsLink && (IsTrusted(entry.Owner) || others.Contains(entry.Owner)));

    private static string Open(string full, UnixFileMode mode, ref int links)
    {
        if (Path.GetDirectoryName(full) is not { } above) return full;
        var parent = Open(above, mode, ref links);
        var folder = Path.Combine(parent, Path.GetFileName(full));
        // If another user is faster, this creates nothing, and the checks below are about what that user made.
        if (FileEntry.Of(folder) is null && !OperatingSystem.IsWindows()) Directory.CreateDirectory(folder, mode);
        var entry = FileEntry.Of(folder) ?? throw new FolderRefusedException($"'{folder}' can't be opened");
        if (FileEntry.Of(parent) is { } shared && shared.Mode.HasFlag(UnixFileMode.OtherWrite))
            CheckInShared(folder, entry, isSticky: shared.Mode.HasFlag(UnixFileMode.StickyBit));
        if (!entry.IsLink) return folder;
        if (++links > MaxLinks) throw new FolderRefusedException($"'{folder}' is a circle of links");
        var target = Path.Combine(parent, new DirectoryInfo(folder).LinkTarget!);
        return Open(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)), mode, ref links);
    }

    /// <summary>In a sticky directory only the owner can rename or delete the folder, so what is true now stays true.
    /// </summary>
    private static void CheckInShared(string folder, FileEntry entry, bool isSticky)
    {
        var reason = (isSticky, entry) switch
        {
            (false, _) => "every user can replace it, because all may write to the folder above without the sticky bit",
            (_, { IsLink: true }) => "it is a link in a folder where every user can create one",
            (_, var (owner, _, _)) when !IsTrusted(owner) => "it belongs to another user",
            (_, var (_, itsMode, _)) when (itsMode & WritableByOthers) != 0 && !itsMode.HasFlag(UnixFileMode.StickyBit)
                => "other users can write to it",
            _ => null,
        };
        if (reason is not null) throw new FolderRefusedException($"'{folder}' is refused: {reason}");
    }

    private static bool IsTrusted(uint owner) => owner == FileEntry.CurrentUser || owner == 0;

    private static string Visible(string path)
        => string.Concat(path.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
}

/// <summary>A folder can't be used. The message is one line that names the folder and the reason.</summary>
public sealed class FolderRefusedException(string message) : IOException(message);
