namespace PyConDemo.Api.Storage;

public static class ObjectKindPrefix
{
    /// <summary>How the keys of this kind begin, the slash included.</summary>
    public static string Prefix(this ObjectKind kind) => kind switch
    {
        ObjectKind.Images => "images/",
        ObjectKind.Reports => "reports/",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of object."),
    };
}
