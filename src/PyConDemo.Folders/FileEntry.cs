using System.Runtime.InteropServices;

namespace PyConDemo.Folders;

/// <summary>What lstat(2) says about a path. Of a link, this is the link's own data and not its target's.</summary>
public readonly record struct FileEntry(uint Owner, UnixFileMode Mode, bool IsLink)
{
    /// <summary>The user id of this process.</summary>
    public static uint CurrentUser { get; } = OperatingSystem.IsWindows() ? 0 : GetEUid();

    /// <summary>Null if there is nothing at the path, or if this process may not look. Unix only.</summary>
    public static FileEntry? Of(string path)
    {
        const int TypeMask = 0xF000, Link = 0xA000, Permissions = 0xFFF;
        return LStat(path, out var status) == 0
            ? new(status.Owner, (UnixFileMode)(status.Mode & Permissions), (status.Mode & TypeMask) == Link)
            : null;
    }

    // .NET tells a file's mode but not its owner. These are the runtime's own wrappers of the C library: the struct of
    // lstat differs between systems, and theirs doesn't.
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_LStat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int LStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEUid();

    [StructLayout(LayoutKind.Sequential, Size = 256)] // the members that follow aren't needed
    private readonly struct FileStatus
    {
        public readonly int Flags;
        public readonly int Mode;
        public readonly uint Owner;
    }
}
