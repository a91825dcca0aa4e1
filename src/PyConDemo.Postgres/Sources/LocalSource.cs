using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres.Sources;

/// <summary>Server binaries on this machine, and a cluster that this class makes for them.</summary>
internal sealed class LocalSource(PostgresOptions options, Machine machine) : ISource
{
    public async Task<Attempt> TryAsync(CancellationToken cancellationToken)
    {
        var (binaries, tooOld) = await new BinariesFinder(machine).FindAsync(cancellationToken);
        if (binaries is null)
        {
            return new Attempt.PassedOver(tooOld is null
                ? "no server binaries on this machine"
                : $"the newest server binaries on this machine are {tooOld.Version.Text}, in {tooOld.Folder}");
        }

        try
        {
            var account = await Account.FindAsync(machine, cancellationToken);
            var home = options.Throwaway
                ? await ThrowawayHome.CreateAsync(binaries, account, cancellationToken)
                : await PersistentHome.ForAsync(options.DataFolder, binaries.Version.Major, machine, cancellationToken);
            var cluster = await Cluster.AcquireAsync(new(binaries, account, home, options, machine), cancellationToken);
            return new Attempt.Serving(cluster.ConnectionString, cluster.Description, cluster);
        }
        catch (Exception failed) when (failed is LocalServerException or IOException or UnauthorizedAccessException)
        {
            return new Attempt.PassedOver($"PostgreSQL {binaries.Version.Text} from {binaries.Folder} doesn't start: {failed.Message}");
        }
    }
}
