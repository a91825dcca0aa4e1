using Microsoft.EntityFrameworkCore;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>Articles with two lists each. Number 1 has 90 comments and 100 tags, and the other 199 have ten comments.
/// </summary>
public sealed class ArticleContext(DbContextOptions<ArticleContext> options) : DbContext(options)
{
    public const string Schema = """
        CREATE TABLE articles (id int PRIMARY KEY, title text NOT NULL);
        CREATE TABLE comments (id int PRIMARY KEY, article_id int NOT NULL REFERENCES articles, text text NOT NULL);
        CREATE TABLE tags (id int PRIMARY KEY, article_id int NOT NULL REFERENCES articles, name text NOT NULL);
        INSERT INTO articles SELECT n, 'article ' || n FROM generate_series(1, 200) n;
        INSERT INTO comments SELECT n, 1, 'comment ' || n FROM generate_series(1, 90) n;
        INSERT INTO comments SELECT 90 + n, 2 + n % 199, 'comment ' || n FROM generate_series(1, 1990) n;
        INSERT INTO tags SELECT n, 1, 'tag ' || n FROM generate_series(1, 100) n;
        ANALYZE articles, comments, tags
        """;

    public DbSet<Article> Articles => Set<Article>();

    public static ArticleContext On(TestDatabase db)
        => new(new DbContextOptionsBuilder<ArticleContext>().UseNpgsql(db.Source).Options);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Article>(article =>
        {
            article.ToTable("articles");
            article.Property(a => a.Id).HasColumnName("id");
            article.Property(a => a.Title).HasColumnName("title");
            article.HasMany(a => a.Comments).WithOne().HasForeignKey(c => c.ArticleId);
            article.HasMany(a => a.Tags).WithOne().HasForeignKey(t => t.ArticleId);
        });
        modelBuilder.Entity<Comment>(comment =>
        {
            comment.ToTable("comments");
            comment.Property(c => c.Id).HasColumnName("id");
            comment.Property(c => c.ArticleId).HasColumnName("article_id");
            comment.Property(c => c.Text).HasColumnName("text");
        });
        modelBuilder.Entity<Tag>(tag =>
        {
            tag.ToTable("tags");
            tag.Property(t => t.Id).HasColumnName("id");
            tag.Property(t => t.ArticleId).HasColumnName("article_id");
            tag.Property(t => t.Name).HasColumnName("name");
        });
    }
}

public sealed class Article
{
    public int Id { get; set; }
    public string Title { get; set; } = "";
    public ICollection<Comment> Comments { get; } = [];
    public ICollection<Tag> Tags { get; } = [];
}

public sealed class Comment
{
    public int Id { get; set; }
    public int ArticleId { get; set; }
    public string Text { get; set; } = "";
}

public sealed class Tag
{
    public int Id { get; set; }
    public int ArticleId { get; set; }
    public string Name { get; set; } = "";
}
