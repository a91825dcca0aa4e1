namespace PyConDemo.Stage.CommandLine;

/// <summary>The process's exit codes, stable for scripts.</summary>
public enum ExitCode
{
    Success = 0,

    /// <summary>Something broke that has no code of its own.</summary>
    Failed = 1,

    /// <summary>The command line is wrong: an unknown pattern, lane or value.</summary>
    Usage = 2,

    /// <summary>Nothing answers at the target, or it stopped answering.</summary>
    DeadTarget = 3,

    /// <summary>The target answers, but is not this demo, or has another list of patterns.</summary>
    OtherTarget = 4,

    /// <summary>The target is a build whose numbers mean nothing.</summary>
    Unoptimised = 5,

    /// <summary>The API, or a race, could not be started.</summary>
    CannotStart = 6,

    /// <summary>The race ran, but its numbers cannot be trusted.</summary>
    Refused = 7,

    /// <summary>A check found something that is to be done before a talk.</summary>
    NotReady = 8,

    /// <summary>A workshop's lane is not accepted yet.</summary>
    NotYet = 9,

    /// <summary>Stopped by Ctrl-C.</summary>
    Cancelled = 130,
}
