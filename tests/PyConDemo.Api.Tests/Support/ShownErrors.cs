namespace PyConDemo.Api.Tests.Support;

/// <summary>Writes the server's errors to the output of the test, which is shown if it fails. A server that is not
/// ready yet has none.</summary>
internal sealed class ShownErrors() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if ((int)answer.StatusCode < 500 || request.RequestUri!.AbsolutePath == "/health/ready") return answer;

        await answer.Content.LoadIntoBufferAsync(cancellationToken); // the test may read it too
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{request.RequestUri}: {(int)answer.StatusCode} {body}");
        return answer;
    }
}
