namespace PyConDemo.Load;

/// <summary>How a request ended. Everything but <see cref="Answered"/> is a failure, and none is dropped.</summary>
public enum Outcome
{
    /// <summary>A status below 400 and the whole body.</summary>
    Answered,

    /// <summary>A status of 400 or more.</summary>
    Refused,

    /// <summary>No whole answer within the time-out, counted from the intended send.</summary>
    TimedOut,

    /// <summary>The connection failed.</summary>
    Broken,

    /// <summary>Due, but never sent: as many requests as allowed were already waiting.</summary>
    Unsent,
}
