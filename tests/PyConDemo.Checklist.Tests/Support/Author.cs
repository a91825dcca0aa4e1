namespace PyConDemo.Checklist.Tests.Support;

public sealed class Author
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public ICollection<Post> Posts { get; } = [];
}
