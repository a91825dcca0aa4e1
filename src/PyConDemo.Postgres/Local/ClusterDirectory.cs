namespace PyConDemo.Postgres.Local;

/// <summary>The folder around one cluster, all of it made by this class.</summary>
internal sealed record ClusterDirectory(string Folder, bool Throwaway)
{
    /// <summary>Held exclusively around every start and stop.</summary>
    public string SetupLock => Path.Combine(Folder, "setup.lock");

    /// <summary>Held shared by everybody who uses the server: who gets it exclusively is the last one.</summary>
    public string UsersLock => Path.Combine(Folder, "users.lock");

    public string Log => Path.Combine(Folder, "server.log");

    /// <summary>Holds data and password. It appears by one rename, whole: an interrupted initdb never looks like a cluster.</summary>
    public string Cluster => Path.Combine(Folder, "cluster");

    public string Data => Path.Combine(Cluster, "data");

    public string Password => Path.Combine(Cluster, "password");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Makes the folder and its lock files, and gives them to the account.</summary>
    public async Task CreateAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        CreatePrivate(Folder);
        foreach (var file in new[] { SetupLock, UsersLock })
            FileLock.CreateFile(file);
        await account.ChangeOwnerAsync(cancellationToken, Folder, SetupLock, UsersLock);
        if (account.Name is { } name && (await ProcessRunner.RunAsync("test", ["-w", Folder], account, cancellationToken)).ExitCode != 0)
            throw new LocalServerException($"user {name}, who runs PostgreSQL for root, can't write to {Folder}: choose a data folder outside private folders");
    }

    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
