using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Storage;

public static class StorageExtensions
{
    /// <summary>Registers <see cref="IObjectStore"/> over the folder that the settings name.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.AddSettings<StorageSettings>("Storage");
        builder.Services.AddSingleton<IObjectStore, FolderObjectStore>();
    }
}
