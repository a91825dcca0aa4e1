using Npgsql;

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

    public string Password => Path.Combine(Cluster, "password");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Leads to the server of this directory, which listens at the port.</summary>
    public string ConnectionString(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = "postgres",
        Username = "postgres",
        Password = File.ReadAllText(Password).Trim(),
    }.ConnectionString;

    /// <summary>Creates the folder and its lock files, and makes the account their owner.</summary>
    public async Task CreateAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        CreatePrivate(Folder);
        FileLock.CreateFile(SetupLock);
        FileLock.CreateFile(UsersLock);
        await account.ChangeOwnerAsync(cancellationToken, Folder, SetupLock, UsersLock);
        if (account.Name is null) return;
        if (await ProcessRunner.SucceedsAsync("test", ["-w", Folder], account, cancellationToken)) return;
        throw new LocalServerException($"user {account.Name}, who runs PostgreSQL for root, "
            + $"can't write to {Folder}: choose a data folder outside private folders");
    }

    /// <summary>Creates a folder that only its owner can enter.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, (UnixFileMode)0b111_000_000);
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
