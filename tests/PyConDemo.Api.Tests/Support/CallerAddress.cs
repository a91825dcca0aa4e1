using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Makes every request look as if it came from one address.</summary>
public sealed class CallerAddress(string address) : IStartupFilter
{
    public static void Set(IServiceCollection services, string address)
        => services.AddSingleton<IStartupFilter>(new CallerAddress(address));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return rest(context);
        });
        next(app);
    };
}
