using Microsoft.Extensions.Options;

namespace PyConDemo.Api.Storage;

public static class StorageExtensions
{
    /// <summary>Registers <see cref="IObjectStore"/> over the folder that the settings name; they are checked when the program starts.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageSettings>().Bind(configuration.GetSection(StorageSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageSettings>, StorageOptionsValidator>();
        return services.AddSingleton<IObjectStore>(s => new FolderObjectStore(s.GetRequiredService<IOptions<StorageSettings>>().Value));
    }
}
