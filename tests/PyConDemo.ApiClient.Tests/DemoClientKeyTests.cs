using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.ApiClient.Tests;

/// <summary>The key in an API's address.</summary>
public sealed class DemoClientKeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", null)]
    [InlineData(":0123456789abcdef@", ":0123456789abcdef")]
    [InlineData("me:a%3Ab%40c%20%C3%BC@", "me:a:b@c ü")]
    public async Task It_is_sent_as_a_password_and_is_not_part_of_the_shown_address(string userInfo, string? sent)
    {
        await using var server = await FakeServer.StartAsync(app => app.Run(
            context => context.Response.WriteAsync(context.Request.Headers.Authorization.ToString())));
        using var client = new DemoClient(new Uri($"http://{userInfo}{server.Address.Authority}"));
        using var answer = await client.SendAsync(LaneRequest.Get("/x"), checklist: false, Cancel);
        var expected = sent is null ? "" : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(sent))}";
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(server.Address, client.Target);
    }

    [Fact]
    public async Task An_API_that_needs_a_key_is_named_without_it()
    {
        await using var server = await FakeServer.StartAsync(app => app.Run(context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
            return Task.CompletedTask;
        }));
        using var client = new DemoClient(new Uri($"http://:wrong-key@{server.Address.Authority}"));
        var error = await Assert.ThrowsAsync<ApiErrorException>(() => client.PatternsAsync(Cancel));
        Assert.Contains($"http://:KEY@{server.Address.Authority}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_API_is_named_without_the_key()
    {
        using var client = new DemoClient(new Uri("http://:some-key@127.0.0.1:1"));
        var error = await Assert.ThrowsAsync<ApiUnreachableException>(() => client.PatternsAsync(Cancel));
        Assert.DoesNotContain("some-key", error.Message, StringComparison.Ordinal);
    }
}
