using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Local;

/// <summary>Everything that making, starting and stopping a cluster needs to know.</summary>
internal sealed record ClusterRequest(ServerBinaries Binaries, ServerAccount Account, ClusterDirectory Directory, IReadOnlyDictionary<string, string> ServerSettings, HostEnvironment Host);
