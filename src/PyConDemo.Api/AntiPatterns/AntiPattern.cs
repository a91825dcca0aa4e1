namespace PyConDemo.Api.AntiPatterns;

/// <summary>One of the talk's six ways to overload a server.</summary>
/// <param name="Slug">The name in routes, scripts and files.</param>
/// <param name="Title">The name in prose.</param>
/// <param name="Symptom">What users notice, in one line.</param>
/// <param name="Checklist">Its line of the Server Health Checklist.</param>
/// <param name="Lanes">The same endpoint in several versions: bad, good, the next steps, and an attendee's own.</param>
/// <param name="Dial">The parameter that makes the cost grow.</param>
public sealed record AntiPattern(
    string Slug, string Title, string Symptom, string Checklist, IReadOnlyList<Lane> Lanes, Dial Dial)
{
    public IEnumerable<Lane> Pair() => Lanes.Where(lane => lane.Name is "bad" or "good");
}

/// <summary>One version of an anti-pattern's endpoint.</summary>
/// <param name="Name">bad, good, the name of a next step, or yours.</param>
/// <param name="Path">The path and query of an example that can be called as it is.</param>
/// <param name="Body">The JSON body of that example. Null if it takes none.</param>
/// <param name="Step">What a next step adds to the good lane, in one sentence. Null for the other lanes.</param>
public sealed record Lane(string Name, string Method, string Path, string? Body = null, string? Step = null)
{
    /// <summary>A workshop attendee's own lane. It is shipped as a copy of bad.</summary>
    public const string Yours = "yours";

    /// <summary>The example as a request.</summary>
    public HttpRequestMessage ToRequest() => new(new HttpMethod(Method), Path)
    {
        Content = Body is null ? null : new StringContent(Body, Encoding.UTF8, "application/json"),
    };
}

/// <summary>The parameter that makes an anti-pattern's cost grow.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Label">What a value is, as a heading: "Page number" in front of 2,001.</param>
/// <param name="Default">The value in the lanes' example paths.</param>
/// <param name="Min">The smallest value that makes sense.</param>
/// <param name="Max">The largest value that the scale has data for.</param>
public sealed record Dial(string Name, string Unit, string Label, int Default, int Min, int Max);
