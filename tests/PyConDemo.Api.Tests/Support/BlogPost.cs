namespace PyConDemo.Api.Tests.Support;

public sealed class BlogPost
{
    public int Id { get; set; }
}
