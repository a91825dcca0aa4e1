namespace PyConDemo.Benchmarks.Overhead;

/// <summary>How a server has the checklist.</summary>
internal enum ChecklistState
{
    /// <summary>Neither in its services, nor in its pipeline, nor on its data source.</summary>
    None,

    /// <summary>Added, and no request asks for it.</summary>
    Off,

    /// <summary>Added and always on, with the ration that it has when nobody sets one.</summary>
    On,

    /// <summary>Added, and every request is measured.</summary>
    All,
}
