using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class SeedByHandTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_psql_seeds_the_program_takes_for_its_own()
    {
        await using var database = await cluster.EmptyAsync();
        var version = HashOf(SeedFolder.FromProgramFolder().Sql);
        var errors = await PsqlAsync(database, $"-c demo.scale=small -c demo.version={version}");

        Assert.Equal("", errors);
        await database.SeedAsync(DemoScale.Small, progress: new SilentSeedProgress(_ => Assert.Fail("It seeded again.")));
    }

    [Fact]
    public async Task Psql_is_refused_as_the_program_is()
    {
        await using var database = await cluster.EmptyAsync();
        await database.ExecuteAsync("CREATE TABLE orders (id int)");
        Assert.Contains("is not empty", await PsqlAsync(database, "-c demo.scale=small"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_scale_is_named()
    {
        await using var database = await cluster.EmptyAsync();
        Assert.Contains("small, twice, medium or large", await PsqlAsync(database, "-c demo.scale=huge"), StringComparison.Ordinal);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    }

    /// <summary>What `sha256sum | cut -c1-12` prints in seed/README.md.</summary>
    internal static string HashOf(string sql)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))[..12];

    // The line of seed/README.md, with the files through standard input.
    private static async Task<string> PsqlAsync(TestDatabase database, string options)
    {
        var to = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = to.Host, ["PGPORT"] = $"{to.Port}", ["PGUSER"] = to.Username, ["PGPASSWORD"] = to.Password,
                ["PGDATABASE"] = to.Database, ["PGOPTIONS"] = options,
            },
        };
        using var psql = StartOrSkip(start);
        var (output, errors) = (psql.StandardOutput.ReadToEndAsync(Cancel), psql.StandardError.ReadToEndAsync(Cancel));
        try
        {
            await psql.StandardInput.WriteAsync(SeedFolder.FromProgramFolder().Sql.AsMemory(), Cancel);
            psql.StandardInput.Close();
        }
        catch (IOException)
        {
            // psql has stopped at an error; what it said comes below.
        }
        await psql.WaitForExitAsync(Cancel);
        await output;
        return await errors;
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("psql is not on the PATH.");
            throw;
        }
    }
}
