"""Draws the product pictures and writes them to ../15-images.sql as base64. Needs Pillow (Debian: python3-pil).

    python3 seed/images/draw.py

Run it only to change the pictures, because the SQL is committed. Nothing else runs it: the bytes depend on the version
of the JPEG encoder, and the checksums pin the committed ones.
"""
import base64, io, math, pathlib, random
from PIL import Image, ImageDraw, ImageFilter

SIZE = 640
KINDS = ["bottle", "bag", "phone", "bowl", "drum", "shirt", "lamp", "box"]
FABRICS = [((0, 104, 55), (250, 204, 21)), ((30, 58, 138), (244, 114, 22)), ((127, 29, 29), (253, 230, 138))]


def fabric(rng, dark, light):
    """An ankara-like pattern of rings, so that each picture differs in more than its shape."""
    cloth = Image.new("RGB", (SIZE, SIZE), dark)
    pen = ImageDraw.Draw(cloth)
    step = rng.choice([40, 54, 64])
    for x in range(0, SIZE + step, step):
        for y in range(0, SIZE + step, step):
            for ring in range(4):
                r = step // 2 - ring * step // 9
                pen.ellipse([x - r, y - r, x + r, y + r], fill=light if ring % 2 == 0 else dark)
    return cloth


def outline(kind):
    mask = Image.new("L", (SIZE, SIZE), 0)
    pen = ImageDraw.Draw(mask)
    match kind:
        case "bottle": pen.rounded_rectangle([240, 220, 400, 560], 40, 255); pen.rectangle([290, 110, 350, 240], 255)
        case "bag":
            pen.rounded_rectangle([150, 260, 490, 550], 30, 255)
            pen.arc([230, 130, 410, 390], 180, 360, 255, 22)
        case "phone": pen.rounded_rectangle([220, 90, 420, 550], 34, 255)
        case "bowl": pen.chord([120, 120, 520, 520], 0, 180, 255); pen.rectangle([260, 500, 380, 545], 255)
        case "drum": pen.polygon([(190, 130), (450, 130), (370, 340), (450, 550), (190, 550), (270, 340)], 255)
        case "shirt": pen.polygon([(220, 120), (420, 120), (560, 230), (500, 310), (440, 270), (440, 550), (200, 550),
                                   (200, 270), (140, 310), (80, 230)], 255)
        case "lamp":
            pen.polygon([(240, 110), (400, 110), (480, 330), (160, 330)], 255)
            pen.rectangle([305, 330, 335, 550], 255)
        case "box": pen.polygon([(320, 110), (530, 210), (530, 450), (320, 560), (110, 450), (110, 210)], 255)
    return mask


def draw(number):
    rng = random.Random(number)
    dark, light = FABRICS[number // len(KINDS)]
    backdrop = Image.linear_gradient("L").resize((SIZE, SIZE)).point(lambda v: 190 + v // 5)
    picture = Image.merge("RGB", [backdrop] * 3)
    mask = outline(KINDS[number % len(KINDS)])
    shadow = Image.composite(Image.new("RGB", (SIZE, SIZE), (90, 90, 95)), picture, mask)
    picture = Image.blend(picture, shadow.filter(ImageFilter.GaussianBlur(24)), 0.6)
    picture.paste(fabric(rng, dark, light), (0, 0), mask)
    shade = Image.linear_gradient("L").rotate(90).resize((SIZE, SIZE)).point(lambda v: v // 3)
    shadow_mask = Image.composite(shade, Image.new("L", (SIZE, SIZE), 0), mask)
    picture.paste(Image.new("RGB", (SIZE, SIZE), (0, 0, 0)), (0, 0), shadow_mask)
    # Flat drawings compress to 20 kB. With film grain they take 40–80 kB, as photographs of this size do.
    noise = Image.frombytes("L", (SIZE, SIZE), rng.randbytes(SIZE * SIZE)).filter(ImageFilter.GaussianBlur(0.8))
    return Image.blend(picture, Image.merge("RGB", [noise] * 3), 0.09)


def encode(picture):
    for quality in range(92, 30, -2):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= 60_000:
            return out.getvalue()
    raise SystemExit("A picture does not fit into 60 kB.")


def main():
    sql = ["-- Written by images/draw.py: the base pictures of the products, baseline JPEGs of our own making.",
           "BEGIN;",
           "CREATE TABLE demo_images (id int NOT NULL, jpeg bytea NOT NULL);",
           "COMMENT ON TABLE demo_images IS 'PyConDemo: base pictures of the products, gone after the load';",
           "ALTER TABLE demo_images ALTER jpeg SET STORAGE EXTERNAL;"]
    for number in range(len(KINDS) * len(FABRICS)):
        text = base64.b64encode(encode(draw(number))).decode()
        lines = "\n".join(text[i:i + 120] for i in range(0, len(text), 120))
        sql.append(f"INSERT INTO demo_images VALUES ({number}, decode('\n{lines}', 'base64'));")
    target = pathlib.Path(__file__).parent.parent / "15-images.sql"
    target.write_text("\n".join(sql + ["COMMIT;", ""]), newline="\n")


main()
