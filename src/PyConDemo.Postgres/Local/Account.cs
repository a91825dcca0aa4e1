namespace PyConDemo.Postgres.Local;

/// <summary>Who runs the server: ourselves, or as root somebody else, because postgres and initdb refuse root.</summary>
internal sealed record Account(string? Name)
{
    public static Account Own { get; } = new((string?)null);

    public static async Task<Account> FindAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (!machine.IsRoot) return Own;
        foreach (var name in new[] { "postgres", "nobody" })
        {
            if ((await Tool.RunAsync("id", ["-u", name], Own, cancellationToken)).ExitCode == 0)
                return new Account(name);
        }

        throw new LocalServerException("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody. Run as another user.");
    }

    /// <summary>Hands files or folders that root made to the account.</summary>
    public async Task OwnAsync(CancellationToken cancellationToken, params string[] paths)
    {
        if (Name is null) return;
        var (exitCode, output) = await Tool.RunAsync("chown", ["-h", Name, .. paths], Own, cancellationToken);
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
                await Tool.RunAsync("rm", ["-rf", folder], this, CancellationToken.None);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException or LocalServerException)
        {
        }
    }
}
