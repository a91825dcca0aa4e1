using Microsoft.EntityFrameworkCore;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The demo's users with two collections, which only these tests need.</summary>
public sealed class BlogDb(DbContextOptions<BlogDb> options) : DbContext(options)
{
    public DbSet<BlogUser> Users => Set<BlogUser>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<BlogUser>(user =>
        {
            user.ToTable("users").Property(u => u.Id).HasColumnName("id");
            user.Property(u => u.Name).HasColumnName("name");
            user.HasMany(u => u.Posts).WithOne().HasForeignKey("author_id");
            user.HasMany(u => u.Orders).WithOne().HasForeignKey("user_id");
        });
        modelBuilder.Entity<BlogPost>().ToTable("posts").Property(post => post.Id).HasColumnName("id");
        modelBuilder.Entity<BlogOrder>().ToTable("orders").Property(order => order.Id).HasColumnName("id");
    }
}
