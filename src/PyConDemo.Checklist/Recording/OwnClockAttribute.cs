using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.Checklist.Recording;

/// <summary>Injects the checklist's clock. The program's own can be one that its tests have stopped, and then nothing
/// would take any time.</summary>
internal sealed class OwnClockAttribute() : FromKeyedServicesAttribute(ServiceKey)
{
    /// <summary>The clock's key among the services.</summary>
    public const string ServiceKey = "PyConDemo.Checklist";
}
