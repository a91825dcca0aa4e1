using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Settings;

public sealed class ThresholdTests
{
    public static TheoryData<string, string> Thresholds => new(
        from rule in typeof(RuleSet).GetProperties()
        from threshold in rule.PropertyType.GetProperties().Where(p => p.CanWrite)
        select (rule.Name, threshold.Name));

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void Every_threshold_is_a_setting(string rule, string threshold)
    {
        var property = typeof(RuleSet).GetProperty(rule)!.PropertyType.GetProperty(threshold)!;
        var (text, expected) = property.PropertyType.Name switch
        {
            nameof(TimeSpan) => ("00:00:03", (object)TimeSpan.FromSeconds(3)),
            nameof(Boolean) => ("false", false),
            _ => ("3", Convert.ChangeType(3, property.PropertyType)),
        };
        var rules = Read($"Checklist:Rules:{rule}:{threshold}", text);
        Assert.Equal(expected, property.GetValue(typeof(RuleSet).GetProperty(rule)!.GetValue(rules)));
    }

    private static RuleSet Read(string setting, string value)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build())
            .AddServerHealthChecklist()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<ServerHealthChecklistOptions>>().Value.Rules;
    }
}
