namespace PyConDemo.Api.Storage;

/// <summary>Where objects are kept: the section <c>Storage</c> of the settings.</summary>
public sealed record StorageSettings
{
    public const string Section = "Storage";

    /// <summary>An absolute path, made when it is missing. One folder may serve several processes.</summary>
    public string Folder { get; init; } = StorageFolder.Default;

    /// <summary>What is wrong with these settings, in one line; null if nothing is.</summary>
    public string? Problem => this switch
    {
        { Folder: null or "" } => "Storage__Folder is empty: give the folder that objects are kept in.",
        _ when Folder.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(Folder) =>
            $"Storage__Folder must be an absolute path, not '{Folder}'.",
        _ when File.Exists(Folder) => $"Storage__Folder is a file, not a folder: '{Folder}'.",
        _ => null,
    };
}
