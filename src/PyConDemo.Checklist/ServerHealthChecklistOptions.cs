namespace PyConDemo.Checklist;

/// <summary>The checklist's settings; bound to the configuration section `Checklist`, then to the code that adds it.</summary>
public sealed class ServerHealthChecklistOptions
{
    /// <summary>True: every request is examined. False (default): only one that asks, and only in Development.</summary>
    public bool Always { get; set; }

    /// <summary>How many examined requests are remembered; the oldest leaves first. 1 to 100,000.</summary>
    /// <remarks>Default 200: one pass over a large app's routes, at some kilobytes each.</remarks>
    public int KeptRequests { get; set; } = 200;

    /// <summary>How many statement shapes one exam tells apart; what comes later is counted together as one. 1 to 10,000.</summary>
    /// <remarks>Default 100: far more than a request sends that a person wrote; generated SQL could send one per row.</remarks>
    public int MaxShapes { get; set; } = 100;

    /// <summary>Whether an examined answer carries `Server-Timing` and `Checklist-Request`.</summary>
    public bool ServerTiming { get; set; } = true;

    /// <summary>Where requests' vitals are served; nothing is served there outside Development without <see cref="Policy"/>.</summary>
    public string Path { get; set; } = "/checklist";

    /// <summary>The authorisation policy that opens <see cref="Path"/>; null (default) opens it in Development alone.</summary>
    /// <remarks>SQL text tells an attacker the schema, so it is never public by accident.</remarks>
    public string? Policy { get; set; }

    /// <summary>Whether parameters' values are shown. False (default) because they are people's data.</summary>
    public bool ShowParameterValues { get; set; }
}
