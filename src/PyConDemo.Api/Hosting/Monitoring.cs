namespace PyConDemo.Api.Hosting;

/// <summary>Connections for measurements and probes, which must not wait for those of the lanes.</summary>
public static class Monitoring
{
    /// <summary>The key of the data source.</summary>
    public const string Key = "monitoring";

    public static void AddMonitoring(this WebApplicationBuilder builder) => builder.Services.AddKeyedSingleton(
        Key, (services, _) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(
            services.GetRequiredService<PostgresHost>().ConnectionString)
        {
            ApplicationName = "PyConDemo observer",
            MaxPoolSize = 2,
            // Seconds. A measurement that says "no answer" is better than one that hangs.
            Timeout = 1,
            CommandTimeout = 1,
        }));
}
