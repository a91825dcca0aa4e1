using Microsoft.EntityFrameworkCore;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>Maps the test database's tables for EF Core.</summary>
public sealed class BlogContext(DbContextOptions<BlogContext> options) : DbContext(options)
{
    public DbSet<Author> Authors => Set<Author>();
    public DbSet<Post> Posts => Set<Post>();
    public DbSet<Job> Jobs => Set<Job>();

    public static BlogContext On(TestDatabase db)
        => new(new DbContextOptionsBuilder<BlogContext>().UseNpgsql(db.Source).Options);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Author>(a =>
        {
            a.ToTable("authors");
            a.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            a.Property(x => x.Name).HasColumnName("name");
        });
        modelBuilder.Entity<Job>(j =>
        {
            j.ToTable("jobs");
            j.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            j.Property(x => x.Status).HasColumnName("status");
        });
        modelBuilder.Entity<Post>(p =>
        {
            p.ToTable("posts");
            p.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            p.Property(x => x.AuthorId).HasColumnName("author_id");
            p.Property(x => x.Title).HasColumnName("title");
            p.HasOne(x => x.Author).WithMany(a => a.Posts).HasForeignKey(x => x.AuthorId);
        });
    }
}

public sealed class Author
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public ICollection<Post> Posts { get; } = [];
}

public sealed class Job
{
    public int Id { get; set; }
    public string Status { get; set; } = "";
}

public sealed class Post
{
    public int Id { get; set; }
    public int AuthorId { get; set; }
    public string Title { get; set; } = "";
    public Author Author { get; set; } = null!;
}
