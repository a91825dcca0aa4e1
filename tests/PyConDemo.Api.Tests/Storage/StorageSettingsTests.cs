using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.Storage;

public class StorageSettingsTests
{
    [Fact]
    public void The_default_is_valid() => Assert.Empty(ProblemsOf(new StorageSettings()));

    [Theory]
    [InlineData("")]
    [InlineData("objects")]
    [InlineData("../objects")]
    [InlineData("/tmp/a\0b")]
    [InlineData("/tmp/a\nb")]
    [InlineData("/dev/null")]
    public void A_folder_that_is_no_absolute_path_is_refused_in_one_line(string folder)
    {
        var problem = Assert.Single(ProblemsOf(new StorageSettings { Folder = folder })).ErrorMessage!;
        Assert.StartsWith("Storage__Folder", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public async Task A_bad_setting_stops_the_start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Storage:Folder"] = "here";
        builder.AddStorage();
        await using var app = builder.Build();
        Assert.Throws<OptionsValidationException>(app.Services.GetRequiredService<IObjectStore>);
        Assert.Throws<OptionsValidationException>(app.ValidateSettings);
    }

    private static List<ValidationResult> ProblemsOf(StorageSettings settings)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), problems, validateAllProperties: true);
        return problems;
    }
}
