using System.Text;
using Microsoft.AspNetCore.Builder;

namespace PyConDemo.Load.Tests;

public sealed class RequestSenderKeyTests
{
    [Fact]
    public async Task The_key_in_the_targets_address_is_sent_as_a_password()
    {
        var sent = "";
        await using var server = await FakeServer.StartAsync(app => app.Run(context =>
        {
            sent = context.Request.Headers.Authorization.ToString();
            return Task.CompletedTask;
        }));
        using var sender = new RequestSender(
            new Uri($"http://:a%3Ab@{server.Address.Authority}"), TimeSpan.FromSeconds(30));
        var result = await sender.SendAsync(new(HttpMethod.Get, "/x"), TestContext.Current.CancellationToken);
        Assert.Equal(200, result.Status);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(":a:b"))}", sent);
    }
}
