using Microsoft.Extensions.Options;

namespace PyConDemo.Api.Storage;

public static class ObjectStorage
{
    /// <summary>Registers <see cref="IObjectStore"/> over the folder that the settings name; they are checked when the program starts.</summary>
    public static IServiceCollection AddObjectStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        return services.AddSingleton<IObjectStore>(s => new FolderObjectStore(s.GetRequiredService<IOptions<StorageOptions>>().Value));
    }
}
