namespace PyConDemo.Stage.Racing;

/// <summary>How a pattern's dial is turned.</summary>
public enum DialKind
{
    /// <summary>By the request, or by what is set up before it.</summary>
    Request,

    /// <summary>By the size of the data: another API.</summary>
    Scale,

    /// <summary>By the arrival rate.</summary>
    Load,
}
