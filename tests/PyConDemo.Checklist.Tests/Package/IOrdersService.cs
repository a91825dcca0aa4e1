namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Somebody's own code, in the README's samples.</summary>
public interface IOrdersService
{
    Task LatestAsync();
}
