using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Local;

/// <summary>Who runs the server: ourselves, or as root somebody else, because postgres and initdb refuse root.</summary>
internal sealed record ServerAccount(string? Name)
{
    public static ServerAccount CurrentUser { get; } = new((string?)null);

    public static async Task<ServerAccount> FindAsync(HostEnvironment environment, CancellationToken cancellationToken)
    {
        if (!environment.IsRoot) return CurrentUser;
        foreach (var name in new[] { "postgres", "nobody" })
        {
            if ((await ProcessRunner.RunAsync("id", ["-u", name], CurrentUser, cancellationToken)).ExitCode == 0)
                return new ServerAccount(name);
        }

        throw new LocalServerException("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody. Run as another user.");
    }

    /// <summary>Hands files or folders that root made to the account.</summary>
    public async Task ChangeOwnerAsync(CancellationToken cancellationToken, params string[] paths)
    {
        if (Name is null) return;
        var (exitCode, output) = await ProcessRunner.RunAsync("chown", ["-h", Name, .. paths], CurrentUser, cancellationToken);
        if (exitCode != 0)
            throw new LocalServerException($"root can't give {paths[0]} to user {Name}: {output}");
    }

    /// <summary>Deletes as the account, so that root can't be led to delete what isn't the account's. Failures are left for the next sweep.</summary>
    public async Task DeleteAsync(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.Delete(folder, recursive: true);
            else
                await ProcessRunner.RunAsync("rm", ["-rf", folder], this, CancellationToken.None);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException or LocalServerException)
        {
        }
    }
}
