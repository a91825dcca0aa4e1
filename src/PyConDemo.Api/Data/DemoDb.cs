namespace PyConDemo.Api.Data;

/// <summary>The one context of all lanes. The SQL files in seed/ create the tables; the context never does.</summary>
public class DemoDb(DbContextOptions<DemoDb> options) : DbContext(options)
{
    /// <summary>Seconds that a request waits for a connection of the lanes' pool, or for the database to accept a new
    /// one. Npgsql's default is 15, and few clients wait that long for an error.</summary>
    public const int ConnectionTimeout = 3;

    public DbSet<User> Users => Set<User>();
    public DbSet<Post> Posts => Set<Post>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<Dashboard> Dashboards => Set<Dashboard>();
    public DbSet<Report> Reports => Set<Report>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Product>().Property(p => p.Specs).HasColumnType("jsonb");
        modelBuilder.ApplyConfiguration(new DashboardMapping());
    }
}
