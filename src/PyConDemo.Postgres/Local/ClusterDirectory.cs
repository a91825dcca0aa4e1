using PyConDemo.Folders;

namespace PyConDemo.Postgres.Local;

/// <summary>The folder around one cluster. This class creates everything in it.</summary>
internal sealed record ClusterDirectory(string Folder, bool Throwaway)
{
    /// <summary>The lock that is held exclusively during every start and stop.</summary>
    public string SetupLock => Path.Combine(Folder, "setup.lock");

    /// <summary>The lock that all users of the server share. The last one gets it exclusively.</summary>
    public string UsersLock => Path.Combine(Folder, "users.lock");

    public string Log => Path.Combine(Folder, "server.log");

    /// <summary>Holds data and password. It appears complete, by one rename, also after a killed initdb.</summary>
    public string Cluster => Path.Combine(Folder, "cluster");

    public string Data => Path.Combine(Cluster, "data");

    /// <summary>pg_ctl starts the server with a shell, which would change a path with `$` or a quote. So pg_ctl starts
    /// in <see cref="Folder"/> and gets relative paths.</summary>
    public string RelativeData => Path.GetRelativePath(Folder, Data);

    public string Password => Path.Combine(Cluster, "password");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Leads to the server of this directory, which listens at the port.</summary>
    public string ConnectionString(int port)
        => OwnConnectionString.Of("127.0.0.1", port, File.ReadAllText(Password).Trim());

    /// <summary>Creates the folder and its lock files, and makes the account their owner.</summary>
    /// <exception cref="FolderRefusedException">Something here is a link, or belongs to somebody else.</exception>
    public async Task CreateAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        CreatePrivate(Folder);
        RefuseForeign(account);
        FileLock.CreateFile(SetupLock);
        FileLock.CreateFile(UsersLock);
        await account.ChangeOwnerAsync(cancellationToken, Folder, SetupLock, UsersLock);
        if (account.Name is null) return;
        if (await ProcessRunner.SucceedsAsync("test", ["-w", Folder], account, cancellationToken)) return;
        throw new LocalServerException($"user {account.Name}, who runs PostgreSQL for root, "
            + $"can't write to {Folder}: choose a data folder outside private folders");
    }

    /// <summary>True if this process may use the folder's lock files: another user's would lead it elsewhere.</summary>
    public bool IsOurs(ServerAccount account) => new[] { Folder, SetupLock, UsersLock }.All(account.IsFreeOrOurs);

    /// <summary>The account owns the folder, so it can place links in it, and root would write through them.</summary>
    private void RefuseForeign(ServerAccount account)
    {
        string[] used =
            [Folder, SetupLock, UsersLock, Log, Cluster, Password, Data, Path.Combine(Data, ServerConfig.FileName)];
        if (Array.Find(used, path => !account.IsFreeOrOurs(path)) is { } foreign)
            throw new FolderRefusedException($"'{foreign}' is refused: it is a link, or it belongs to another user");
    }

    /// <summary>Creates a folder that only its owner can enter.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, PrivateFolder.OwnerOnly);
    }
}

/// <summary>A path without symbolic links, as the system reports a process's working directory.</summary>
internal static class RealPath
{
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(full) is not { } parent) return full;
        var here = new DirectoryInfo(Path.Combine(Of(parent), Path.GetFileName(full)));
        if (here.LinkTarget is null) return here.FullName;
        return here.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here.FullName;
    }
}
