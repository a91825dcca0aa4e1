using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>A source line is the one that sent the command, never that of a filter or middleware around it.</summary>
public sealed class CallSiteTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(2, "D O P H P H")] // a handler, below a filter
    [InlineData(null, "D O H P H")] // the framework enumerates a query that a handler returned
    [InlineData(1, "D P O P H")] // a handler, below a behaviour of a mediator
    [InlineData(4, "D P D O P H")] // an interceptor, or a wrapped connection
    [InlineData(3, "D P D P P H")] // the first line above it
    [InlineData(null, "D P D H P")]
    [InlineData(null, "D O C P H")] // the library continues; what follows did not call it
    [InlineData(1, "D P C P H")]
    [InlineData(2, "D G P H")] // a getter that loads its value, and who needs it
    [InlineData(1, "D G O H")] // a serializer called the getter
    [InlineData(3, "D G D P")]
    [InlineData(1, "D P")]
    [InlineData(null, "D O")]
    public void The_line_is_chosen_from_the_stack(int? expected, string stack)
        => Assert.Equal(expected, CallSites.Choose([.. stack.Split(' ').Select(frame => frame switch
        {
            "D" => CodeOwner.DataLibrary,
            "P" => CodeOwner.Program,
            "G" => CodeOwner.Getter,
            "H" => CodeOwner.Host,
            "C" => CodeOwner.Continuation,
            _ => CodeOwner.Other,
        })]));

    [Theory]
    [InlineData("Shop", "Shop.Orders", "/src/Shop/Orders.cs", nameof(CodeOwner.Program))]
    [InlineData("Shop", "Shop.Orders", null, nameof(CodeOwner.Other))]
    [InlineData("Shop.Package", "Shop.Orders", "/_/src/Orders.cs", nameof(CodeOwner.Other))] // built elsewhere
    [InlineData("Shop", "Generated", "/src/obj/GeneratedRouteBuilderExtensions.g.cs", nameof(CodeOwner.Other))]
    [InlineData("PyConDemo.Checklist.Tests", "X", "/src/X.cs", nameof(CodeOwner.Program))]
    [InlineData("PyConDemo.Checklist", "X", "/src/X.cs", nameof(CodeOwner.Other))]
    [InlineData("Npgsql.EntityFrameworkCore.PostgreSQL", "X", null, nameof(CodeOwner.DataLibrary))]
    [InlineData("Dapper", "X", null, nameof(CodeOwner.DataLibrary))]
    [InlineData("Microsoft.AspNetCore.Routing", "X", null, nameof(CodeOwner.Host))]
    [InlineData("Microsoft.AspNetCore.Identity.EntityFrameworkCore", "UserStore", null, nameof(CodeOwner.Other))]
    [InlineData("System.Private.CoreLib", "AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1", null, nameof(CodeOwner.Continuation))]
    public void A_frame_has_an_owner(string assembly, string type, string? file, string owner)
        => Assert.Equal(owner, CodeOwners.Of(assembly, type, "Load", file).ToString());

    [Fact]
    public async Task A_handler_s_line_is_found_below_a_filter_and_a_middleware()
        => Assert.Matches(
            @"^CallSiteTests\.cs:\d+ in CallSiteTests\.Handle$",
            await SourceAsync(web => web.MapGet("/case", () => Handle()).AddEndpointFilter((c, next) => next(c))));

    [Fact]
    public async Task A_getter_s_command_has_the_line_of_who_needs_the_value()
        => Assert.Matches(
            @"^CallSiteTests\.cs:\d+ in LazyAuthor\.Greet$",
            await SourceAsync(web => web.MapGet("/case", () => new LazyAuthor<object?>(db).Greet())));

    [Fact]
    public async Task A_query_that_the_framework_enumerates_has_no_line()
        => Assert.Null(await SourceAsync(web => web.MapGet("/case", () => BlogContext.On(db).Authors.FromSqlRaw(
            "SELECT * FROM authors OFFSET 1500").AsAsyncEnumerable())));

    [Fact]
    public async Task A_middleware_s_own_command_has_its_line()
        => Assert.Matches(
            @"^CallSiteTests\.cs:\d+ in CallSiteTests\.Handle$",
            await SourceAsync(web => web.Use(async (context, next) =>
            {
                Handle();
                await next(context);
            })));

    [Fact]
    public async Task Two_applications_in_one_process_have_their_own_lines()
    {
        var one = await SourceAsync(web => web.MapGet("/case", () => Handle()));
        var other = await SourceAsync(web => web.MapGet("/case", HandleElsewhere));
        Assert.Equal(
            ("CallSiteTests.Handle", "CallSiteTests.HandleElsewhere"), (one?.Split(" in ")[1], other?.Split(" in ")[1]));
    }

    private async Task<string?> SourceAsync(Action<WebApplication> map)
    {
        await using var app = await TestApp.Start(web =>
        {
            web.Use((context, next) => next(context));
            map(web);
        });
        // The pool has a connection then, so the command starts on the handler's stack.
        await (await db.Source.OpenConnectionAsync(TestContext.Current.CancellationToken)).DisposeAsync();
        var (_, vitals) = await app.MeasureAsync("/case");
        return (string?)Assert.Single(vitals["shapes"]!.AsArray())!["source"];
    }

    private int Handle()
    {
        using var command = db.Source.CreateCommand("SELECT name FROM authors OFFSET 1500");
        return command.ExecuteNonQuery();
    }

    private int HandleElsewhere()
    {
        using var command = db.Source.CreateCommand("SELECT name FROM authors OFFSET 1500");
        return command.ExecuteNonQuery();
    }
}

/// <summary>An entity that loads a value when its property is read.</summary>
internal sealed class LazyAuthor<T>(TestDatabase db)
{
    private T Name
    {
        get
        {
            using var command = db.Source.CreateCommand("SELECT name FROM authors OFFSET 1500");
            return (T)command.ExecuteScalar()!;
        }
    }

    public string Greet() => $"Hello {Name}";
}
