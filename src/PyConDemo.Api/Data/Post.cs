namespace PyConDemo.Api.Data;

public class Post
{
    public int Id { get; set; }
    public int AuthorId { get; set; }

    /// <summary>It is virtual, so that a lazy-loading proxy can fetch it at first use.</summary>
    public virtual User Author { get; set; } = null!;

    public string Title { get; set; } = "";
    public string Body { get; set; } = "";
    public DateTime CreatedAt { get; set; }
}
