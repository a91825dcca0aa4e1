namespace PyConDemo.Postgres.Local;

/// <summary>Everything that making, starting and stopping a cluster needs to know.</summary>
internal sealed record ClusterRequest(ServerBinaries Binaries, Account Account, ClusterHome Home, PostgresOptions Options, Machine Machine);
