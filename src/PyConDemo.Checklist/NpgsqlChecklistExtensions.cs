using System.Diagnostics;
using Npgsql;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist;

/// <summary>Lets the checklist see parameters and rows.</summary>
public static class NpgsqlChecklistExtensions
{
    /// <summary>
    /// Lets the checklist see this data source's parameters and rows, whichever library sends the commands. Nothing is
    /// collected while no measurement is under way.
    /// </summary>
    /// <param name="builder">The data source's builder.</param>
    /// <param name="enrichCommand">Your own enrichment of a command's activity: Npgsql has room for one callback, so it is called from here.</param>
    /// <param name="enrichBatch">The same for a batch.</param>
    public static NpgsqlDataSourceBuilder UseServerHealthChecklist(
        this NpgsqlDataSourceBuilder builder,
        Action<Activity, NpgsqlCommand>? enrichCommand = null,
        Action<Activity, NpgsqlBatch>? enrichBatch = null)
        => builder.ConfigureTracing(tracing =>
        {
            var observer = new MonitoringConnections(builder.ConnectionString); // here, at Build: by now it is complete
            tracing.ConfigureCommandEnrichmentCallback((activity, command) =>
            {
                CommandListener.Enrich(activity, command, observer);
                enrichCommand?.Invoke(activity, command);
            });
            tracing.ConfigureBatchEnrichmentCallback((activity, batch) =>
            {
                CommandListener.Enrich(activity, batch, observer);
                enrichBatch?.Invoke(activity, batch);
            });
        });
}
