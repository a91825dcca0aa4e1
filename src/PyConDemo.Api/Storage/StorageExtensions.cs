using PyConDemo.Folders;

namespace PyConDemo.Api.Storage;

public static class StorageExtensions
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.AddSettings<StorageSettings>("Storage");
        builder.Services.AddSingleton<IObjectStore, FolderObjectStore>();
    }
}

/// <summary>Section <c>Storage</c>: where objects are kept.</summary>
public sealed record StorageSettings : IValidatableObject
{
    /// <summary>An absolute path. The folder is created when it is missing, and refused when another user can change
    /// it. Several processes may share it.</summary>
    public string Folder { get; init; } = FindDefault();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        var problem = this switch
        {
            { Folder: null or "" } => "Storage__Folder is empty: give the folder that objects are kept in.",
            _ when PrivateFolder.Problem(Folder) is { } wrong => $"Storage__Folder: {wrong}.",
            _ when !Path.IsPathFullyQualified(Folder) => $"Storage__Folder must be an absolute path, not '{Folder}'.",
            _ => null,
        };
        if (problem is not null) yield return new(problem, [nameof(Folder)]);
    }

    // In the user's data folder. Root, and a user without a home (as in a container), get a folder in /var/tmp.
    private static string FindDefault()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var temp = OperatingSystem.IsWindows() ? Path.GetTempPath() : "/var/tmp";
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            return "/var/tmp/pycondemo-objects-0"; // 0 is root's user id
        return data.Length == 0
            ? Path.Combine(temp, $"pycondemo-objects-{Environment.UserName}")
            : Path.Combine(data, "PyConDemo", "objects");
    }
}
