using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.Storage;

public class StorageSettingsTests
{
    [Fact]
    public void The_default_is_valid() => Assert.Null(new StorageSettings().Problem);

    [Theory]
    [InlineData("")]
    [InlineData("objects")]
    [InlineData("../objects")]
    [InlineData("/tmp/a\0b")]
    public void A_folder_that_is_no_absolute_path_is_refused_in_one_line(string folder)
    {
        var problem = new StorageSettings { Folder = folder }.Problem;
        Assert.StartsWith("Storage__Folder", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem!);
    }

    [Fact]
    public void A_bad_setting_stops_the_start()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Folder", "here")]).Build();
        using var services = new ServiceCollection().AddStorage(settings).BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IObjectStore>);
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);
    }
}
