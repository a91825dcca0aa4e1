namespace PyConDemo.Api.Tests.Support;

public sealed class BlogOrder
{
    public long Id { get; set; }
}
