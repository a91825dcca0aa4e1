using Npgsql;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>
/// Serves the good lanes' routes with minimal API and raw Npgsql, without EF Core, filters and middleware. The lanes
/// are compared with it.
/// </summary>
internal static class HandWrittenServer
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton<NpgsqlDataSource>(
            DatabaseExtensions.CreateDataSource(builder.Configuration.GetConnectionString("Demo")!));

        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapGet("/ping", () => TypedResults.Ok("pong"));
        app.MapGet("/good/orders", HandWrittenOrders.GetOrders);
        app.MapGet("/good/posts", HandWrittenPosts.GetPosts);
        app.MapGet("/good/dashboard", HandWrittenDashboard.GetDashboard);
        app.MapGet("/good/products", HandWrittenProducts.GetProducts);
        app.MapPost("/good/jobs/claim", HandWrittenClaim.ClaimJobs);

        _ = StopWithStdinAsync(app);
        await app.RunAsync();
    }

    // This does what the API's StopWithStdin does: if the benchmark is killed, the server stops, too.
    private static async Task StopWithStdinAsync(WebApplication app)
    {
        await using var stdin = Console.OpenStandardInput();
        var ignored = new byte[64];
        while (await stdin.ReadAsync(ignored) > 0)
        {
        }

        app.Lifetime.StopApplication();
    }
}
