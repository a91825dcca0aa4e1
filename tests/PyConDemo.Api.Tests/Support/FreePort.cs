using Microsoft.AspNetCore.Hosting;

namespace PyConDemo.Api.Tests.Support;

internal static class FreePort
{
    /// <summary>Listens on any free port. WebApplicationFactory.UseKestrel(0) sets the port after the program has begun
    /// to start, and fails if the program was faster (https://github.com/dotnet/aspnetcore/pull/67714).</summary>
    public static IWebHostBuilder UseFreePort(this IWebHostBuilder builder)
        => builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
}
