namespace PyConDemo.Checklist.Tests.Support;

public sealed class Post
{
    public int Id { get; set; }
    public int AuthorId { get; set; }
    public string Title { get; set; } = "";
    public Author Author { get; set; } = null!;
}
