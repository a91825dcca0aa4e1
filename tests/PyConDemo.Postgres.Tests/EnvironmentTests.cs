namespace PyConDemo.Postgres.Tests;

/// <summary>The caller's shell may be set up for another server, another language and another time zone.</summary>
public class EnvironmentTests : LocalCluster
{
    [Fact]
    public async Task Variables_of_the_callers_shell_change_nothing_on_a_server_of_ours()
    {
        var plain = await SessionAsync();
        Assert.Contains("default_transaction_read_only=off", plain);
        var crowded = await SessionAsync(
            ("PGHOST", "nowhere"), ("PGPORT", "1"), ("PGUSER", "nobody"), ("PGPASSWORD", "wrong"),
            ("PGDATABASE", "none"), ("PGDATA", "/nowhere"), ("PGPASSFILE", "/nowhere"), ("PGLOCALEDIR", "/nowhere"),
            ("PGOPTIONS", "-c default_transaction_read_only=on -c statement_timeout=1"),
            ("PGTZ", "Asia/Kolkata"), ("PGCLIENTENCODING", "LATIN1"), ("PGAPPNAME", "other"),
            ("PGREQUIREAUTH", "gss"), ("PGSSLMODE", "verify-full"), ("PGSSLNEGOTIATION", "direct"),
            ("PGGSSENCMODE", "require"), ("PGSSLCERT", "/nowhere"), ("PGSSLKEY", "/nowhere"),
            ("PGSSLROOTCERT", "/nowhere"), ("PGTARGETSESSIONATTRS", "standby"),
            ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "xx"), ("LANGUAGE", "de"), ("TZ", "Asia/Tokyo"));
        Assert.Equal(plain, crowded);
    }

    private async Task<string> SessionAsync(params (string, string)[] variables)
    {
        using var host = HostProcess.Start(DataFolder, variables);
        await host.ServingAsync();
        var session = await host.SessionAsync();
        Assert.Equal(0, await host.LeaveAsync());
        return session;
    }
}
