namespace PyConDemo.Stage.Racing;

/// <summary>Reads a lane's answer as JSON before the timed load.</summary>
internal static class LaneAnswer
{
    /// <exception cref="RaceRefusedException">The lane answers with an error or without JSON.</exception>
    public static async Task<JsonElement> ReadAsync(
        DemoClient client, LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(request, checklist: false, cancellationToken);
        if ((int)answer.StatusCode >= 400)
            throw new RaceRefusedException($"{request.Method} {request.Path} answers {(int)answer.StatusCode}");
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            throw new RaceRefusedException($"{request.Method} {request.Path} does not answer with JSON");
        }
    }
}
