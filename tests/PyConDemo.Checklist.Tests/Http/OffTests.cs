using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>While it is off, the checklist allocates nothing and creates no activities.</summary>
[Collection(Alone.Name)]
public sealed class OffTests
{
    [Fact]
    public async Task An_unmeasured_request_allocates_nothing()
    {
        var services = new ServiceCollection().AddServerHealthChecklist()
            .AddSingleton<IWebHostEnvironment>(new Host { EnvironmentName = "Development" })
            .BuildServiceProvider();
        RequestDelegate measurement = ActivatorUtilities.CreateInstance<MeasurementMiddleware>(
            services, (RequestDelegate)(_ => Task.CompletedTask)).InvokeAsync;
        var all = ActivatorUtilities.CreateInstance<PagesMiddleware>(services, measurement);
        var context = new DefaultHttpContext { Request = { Path = "/orders" } };
        for (var i = 0; i < 100; i++) await all.InvokeAsync(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) await all.InvokeAsync(context);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 9_999); // less than one byte each
    }

    [Fact]
    public async Task No_activity_is_created_unless_a_measurement_is_under_way()
    {
        using var source = new ActivitySource("Npgsql");
        Assert.Null(source.StartActivity("command"));
        var checklist = new ServiceCollection().AddServerHealthChecklist().BuildServiceProvider()
            .GetRequiredService<IServerHealthChecklist>();
        await using (checklist.Measure())
        using (var activity = source.StartActivity("command")) Assert.NotNull(activity);
        Assert.Null(source.StartActivity("command"));
    }

    private sealed class Host : HostingEnvironment, IWebHostEnvironment
    {
        public string WebRootPath { get; set; } = "";
        public Microsoft.Extensions.FileProviders.IFileProvider WebRootFileProvider { get; set; } = null!;
    }
}
