using PyConDemo.Postgres;

// Runs a local PostgreSQL until its input closes. The argument is the data folder; without one the cluster is a
// throwaway.
var options = new PostgresOptions
{
    Source = PostgresSource.Local,
    DataFolder = args.FirstOrDefault(),
    Throwaway = args.Length == 0,
};
try
{
    await using var server = await PostgresServer.StartAsync(options);
    Console.WriteLine($"serving {server.ConnectionString}");
    Console.WriteLine(server.Description);
    await Console.In.ReadLineAsync();
    return 0;
}
catch (PostgresUnavailableException unavailable)
{
    Console.WriteLine(unavailable.Message);
    return 1;
}
