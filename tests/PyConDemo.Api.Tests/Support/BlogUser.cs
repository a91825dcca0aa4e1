namespace PyConDemo.Api.Tests.Support;

public sealed class BlogUser
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public List<BlogPost> Posts { get; } = [];
    public List<BlogOrder> Orders { get; } = [];
}
