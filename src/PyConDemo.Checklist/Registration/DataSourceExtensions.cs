// Npgsql's namespace, so that an application needs no using.
namespace Npgsql;

/// <summary>Lets the Server Health Checklist see a data source's commands.</summary>
public static class ServerHealthChecklistDataSourceExtensions
{
    /// <summary>Lets the checklist see the parameters and rows of this data source's commands, whichever library sends
    /// them. It costs nothing while no measurement runs.</summary>
    /// <param name="builder">The data source's builder.</param>
    /// <param name="enrichCommand">Your own enrichment of commands: Npgsql accepts only one callback.</param>
    /// <param name="enrichBatch">The same for a batch.</param>
    public static NpgsqlDataSourceBuilder UseServerHealthChecklist(
        this NpgsqlDataSourceBuilder builder, Action<Activity, NpgsqlCommand>? enrichCommand = null,
        Action<Activity, NpgsqlBatch>? enrichBatch = null)
    {
        var second = new SecondDataSource(builder.ConnectionStringBuilder, builder.Build);
        return builder.ConfigureTracing(tracing => Enrich(tracing, second, enrichCommand, enrichBatch));
    }

    /// <inheritdoc cref="UseServerHealthChecklist(NpgsqlDataSourceBuilder, Action{Activity, NpgsqlCommand},
    /// Action{Activity, NpgsqlBatch})"/>
    public static NpgsqlSlimDataSourceBuilder UseServerHealthChecklist(
        this NpgsqlSlimDataSourceBuilder builder, Action<Activity, NpgsqlCommand>? enrichCommand = null,
        Action<Activity, NpgsqlBatch>? enrichBatch = null)
    {
        var second = new SecondDataSource(builder.ConnectionStringBuilder, builder.Build);
        return builder.ConfigureTracing(tracing => Enrich(tracing, second, enrichCommand, enrichBatch));
    }

    private static void Enrich(
        NpgsqlTracingOptionsBuilder tracing, SecondDataSource second, Action<Activity, NpgsqlCommand>? enrichCommand,
        Action<Activity, NpgsqlBatch>? enrichBatch)
    {
        // This runs in Build(), when the builder is complete.
        if (second.Build() is not { } connections) return;
        tracing.ConfigureCommandEnrichmentCallback((activity, command) =>
        {
            CommandListener.Enrich(activity, command, connections);
            enrichCommand?.Invoke(activity, command);
        });
        tracing.ConfigureBatchEnrichmentCallback((activity, batch) =>
        {
            CommandListener.Enrich(activity, batch, connections);
            enrichBatch?.Invoke(activity, batch);
        });
    }

    /// <summary>Builds the checklist's own data source while the program's is being built.</summary>
    private sealed class SecondDataSource(NpgsqlConnectionStringBuilder settings, Func<NpgsqlDataSource> build)
    {
        private bool _isBuilding;

        /// <summary>Null for the second data source itself, which is not traced.</summary>
        public MonitoringConnections? Build()
        {
            if (_isBuilding) return null;
            _isBuilding = true;
            try
            {
                return new(settings, build);
            }
            finally
            {
                _isBuilding = false;
            }
        }
    }
}
