using Pat.Core.Tensors;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class ImageSetTests
{
    private const int Count = 1_100; // more than two blocks

    private static readonly byte[] pixels = IdxBytes.Counting(Count * 6);
    private static readonly ImageSet images = new(pixels, [.. Enumerable.Range(0, Count).Select(i => i % 7)], 2, 3);

    [Fact]
    public void A_batch_has_pixels_over_255_and_the_labels()
    {
        var batch = images.ToBatch();
        Assert.Equal([Count, 6], batch.X.Shape.ToArray());
        Assert.Equal(pixels.Select(pixel => pixel / 255f), batch.X.Values.ToArray());
        Assert.Equal(images.Labels, batch.Labels);
    }

    [Fact]
    public void A_selection_of_a_selection_keeps_images_and_labels_together()
    {
        var chosen = images.Select([900, 3, 500]).Select([2, 0]);
        Assert.Equal([500 % 7, 900 % 7], chosen.Labels);
        Assert.Equal(pixels.AsSpan(6 * 900, 6).ToArray(), chosen.Pixels(1).ToArray());
        Assert.Equal(images.ToBatch().X.Row(500).ToArray(), chosen.ToBatch().X.Row(0).ToArray());
    }

    [Fact]
    public void A_transformation_sees_images_and_gives_rows()
    {
        var batch = images.ToBatch(ImageTransforms.EverySecondPixel);
        Assert.Equal([Count, 2], batch.X.Shape.ToArray());
        Assert.Equal([pixels[6 * 1_050] / 255f, pixels[6 * 1_050 + 2] / 255f], batch.X.Row(1_050).ToArray());
    }

    [Fact]
    public void A_batch_outlives_the_scope_in_which_it_was_made()
    {
        Tensor x;
        using (new TensorScope())
            x = images.ToBatch(ImageTransforms.EverySecondPixel).X;
        Assert.Equal(2 * Count, x.Values.Length);
    }

    [Fact]
    public void No_images_are_a_batch_of_no_rows() => Assert.Equal([0, 6], images.Select([]).ToBatch().X.Shape.ToArray());

    [Fact]
    public void Pixels_that_do_not_fit_are_refused() =>
        Assert.Equal("Images: 2 labels and 2x3 pixels: expected 12 bytes, got 11.",
            Assert.Throws<ShapeException>(() => new ImageSet(new byte[11], [0, 1], 2, 3)).Message);
}
